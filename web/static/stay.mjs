// Offers to stay signed in, some minutes before the session ends; what is done in another tab counts here too.
const OFFERED_BEFORE = 5 * 60 * 1000;
const LONGEST_WAIT = 60 * 1000; // a laptop that sleeps stops its clocks: look again each minute

const offer = document.querySelector("[data-ends-at]");

if (offer) {
  const tabs = new BroadcastChannel("signed-in");
  const until = offer.querySelector("[data-until]");
  let endsAt = Date.parse(offer.dataset.endsAt);

  function takes(later, words) {
    if (later > endsAt) {
      endsAt = later;
      until.textContent = words;
      look();
    }
  }

  let looking = 0;
  function look() {
    clearTimeout(looking);
    const left = endsAt - Date.now();
    offer.hidden = left > OFFERED_BEFORE;
    looking = setTimeout(look, Math.min(LONGEST_WAIT, Math.max(left - OFFERED_BEFORE, 1000)));
  }

  offer.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) {
      const later = answer.headers.get("X-Ends-At");
      takes(Date.parse(later), answer.headers.get("X-Ends-At-In-Words"));
      tabs.postMessage([later, until.textContent]);
    } else {
      offer.querySelector("[data-failed]").hidden = false;
    }
  });
  tabs.addEventListener("message", (event) => takes(Date.parse(event.data[0]), event.data[1]));
  tabs.postMessage([offer.dataset.endsAt, until.textContent]);
  addEventListener("visibilitychange", look);
  look();
}
