// Keeps what somebody writes in a form while they write it, and when they leave the page; what is sent is not kept.
const WAITS = 1500;

const said = document.body.dataset;

function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") {
      fields.append(name, value);
    }
  }
  return fields;
}

// The page is asked for anew when somebody comes back to it, and would have another name: under its first one, what was
// sent before is known, and is not recorded twice.
function nameAsBefore(form) {
  const name = form.elements.namedItem("form");
  if (!name) {
    return;
  }
  if (history.state?.form) {
    name.value = history.state.form;
  } else {
    history.replaceState({ ...history.state, form: name.value }, "");
  }
}

function keepWhileWriting(form) {
  const page = new URL(form.action, location.href).pathname;
  const status = form.querySelector("[data-kept]");
  let waiting = 0;
  let unkept = false;

  function tell(words, isKept) {
    if (status && status.textContent !== words) {
      status.textContent = words;
      status.classList.toggle("app-kept--not", !isKept);
    }
  }

  async function keep() {
    clearTimeout(waiting);
    if (!unkept) {
      return;
    }
    unkept = false;
    try {
      const answer = await fetch("/staff/keep", {
        method: "POST",
        body: fieldsOf(form),
        headers: { "X-Page": page },
        keepalive: true,
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      tell(said.saysKept, true);
    } catch {
      unkept = true;
      tell(said.saysNotKept, false);
    }
  }

  form.addEventListener("input", () => {
    unkept = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAITS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    unkept = false;
  });
  addEventListener("pagehide", keep);
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  nameAsBefore(form);
  keepWhileWriting(form);
}
