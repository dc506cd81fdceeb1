// Security keys: a page's form asks the browser for a key's answer and sends it. Without JavaScript the page says so.

const WORDS = {
  NotAllowedError: "The key was not used. Try again when you are ready.",
  InvalidStateError: "This key is on your account already. Use another one.",
  SecurityError: "Keys work at this site’s own address only, and over a secure connection.",
};
const OTHER_WORDS = "Your browser could not use the key. Try again, or use a code.";

function offerKey(form) {
  const says = form.querySelector("[data-key-says]");
  const missing = form.querySelector("[data-key-missing]");
  if (!window.PublicKeyCredential) {
    missing.textContent = "This browser can’t use security keys. Use another browser, or a code.";
    return;
  }
  missing.remove();
  form.querySelector("[data-key-offer]").hidden = false;

  let isAsking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAsking) {
      return;
    }
    isAsking = true;
    says.textContent = "Touch your key now, or do what your browser asks.";
    try {
      const answer = await window.webauthnJSON[form.dataset.key](JSON.parse(form.dataset.question));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      says.textContent = WORDS[error.name] ?? OTHER_WORDS;
      isAsking = false;
    }
  });
}

document.querySelectorAll("form[data-key]").forEach(offerKey);
