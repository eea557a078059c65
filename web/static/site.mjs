import { initAll } from "./govuk-frontend.min.js";
import "./keep.mjs";
import "./stay.mjs";

initAll();
