// "Uw uitslag": the report to download or to have mailed, and the whole result on a page of its own with "wat als".

import { button, element } from "./element.js";
import { save } from "./render.js";

// `within` calls the API about the conversation, `fetched` gets one of its files by its path.
export function resultDialog(root, within, fetched) {
  const problem = element("p", { class: "mistake", role: "alert" });
  const done = element("p", { class: "hint", role: "status" });
  const download = button("Download het rapport (pdf)");
  const page = button("Bekijk alles op een pagina, met 'wat als'");
  const mail = mailForm(within, told);
  const close = button("Sluiten", { class: "quiet" });
  const dialog = element(
    "dialog",
    { "aria-labelledby": "uitslag-kop" },
    element("h2", { id: "uitslag-kop" }, "Uw uitslag"),
    element(
      "ul",
      { class: "choices-list" },
      way(download, "Het rapport is van u, ook als u niets deelt."),
      way(page, "Alle cijfers, regelingen en voorbeelden. U kunt er een antwoord veranderen en zien wat dat uitmaakt. Opent in een nieuw tabblad."),
      element("li", {}, mail),
    ),
    done,
    problem,
    close,
  );
  root.append(dialog);

  function told(text, failure = "") {
    done.textContent = text;
    problem.textContent = failure;
  }

  async function open() {
    told("");
    mail.hidden = true;
    dialog.showModal();
    try {
      mail.hidden = !(await within("GET")).mailOn;
    } catch {
      // no connection: mailing is left out, the rest says so itself
    }
  }

  download.addEventListener("click", async () => {
    told("Het rapport wordt gemaakt.");
    try {
      save(await fetched("/report.pdf"));
      told("Het rapport is gedownload.");
    } catch (failure) {
      told("", failure.message);
    }
  });
  page.addEventListener("click", async () => {
    told("");
    const tab = window.open("about:blank", "_blank"); // at once: later it would count as a pop-up that nobody asked for
    try {
      const { url } = await within("POST", "/result-page");
      if (tab) tab.opener = null;
      (tab ?? window).location.href = url;
    } catch (failure) {
      tab?.close();
      told("", failure.message);
    }
  });
  close.addEventListener("click", () => dialog.close());
  return { open };
}

function mailForm(within, told) {
  const input = element("input", { id: "mail-naar", type: "email", autocomplete: "email", maxlength: 254, "aria-describedby": "mail-uitleg" });
  const form = element(
    "form",
    { novalidate: "" },
    element("label", { for: "mail-naar" }, "Mail het rapport naar"),
    element("div", { class: "with-unit" }, input, element("button", { type: "submit" }, "Verstuur")),
    element("p", { id: "mail-uitleg" }, "Wij gebruiken het adres één keer en bewaren het niet."),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    if (!input.value.trim()) {
      told("", "Vul eerst een e-mailadres in.");
      input.focus();
      return;
    }
    form.ariaBusy = "true";
    told("De mail wordt verstuurd.");
    try {
      await within("POST", "/mail", { body: { what: "report", to: input.value } });
      input.value = "";
      told("De mail is verstuurd. Wij hebben het adres niet bewaard.");
    } catch (failure) {
      told("", failure.reason ?? failure.message);
    } finally {
      form.ariaBusy = "false";
    }
  });
  return form;
}

function way(press, meaning) {
  return element("li", {}, press, element("p", {}, meaning));
}
