// Passkeys: asks the device and sends its answer with an ordinary form. Without scripts a code does the same.
// <form data-passkey="get|create" data-options='{…}'> holds a field named credential; without options it asks its
// own address for them first.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const readable = (options) => {
    const own = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (own.user) own.user = { ...own.user, id: bytes(own.user.id) };
    if (own.excludeCredentials) own.excludeCredentials = keys(own.excludeCredentials);
    if (own.allowCredentials) own.allowCredentials = keys(own.allowCredentials);
    return { publicKey: own };
  };

  const plain = (credential) => {
    const { response } = credential;
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    if (response.getTransports) parts.transports = response.getTransports();
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  document.querySelectorAll("[data-without-passkeys]").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const field = form.elements.credential;
    const problem = form.querySelector("[data-problem]");
    form.hidden = false;
    field.disabled = true;
    form.addEventListener("submit", async (event) => {
      if (!field.disabled) return;
      event.preventDefault();
      problem.hidden = true;
      try {
        const options = readable(await asked(form));
        field.value = JSON.stringify(plain(await navigator.credentials[form.dataset.passkey](options)));
        field.disabled = false;
        form.requestSubmit();
      } catch {
        problem.hidden = false;
      }
    });
  });
})();
