// htmx parses answers of the portal as HTML; browsers that require Trusted Types need to hear from whom.
(() => {
  "use strict";
  if (!window.trustedTypes) return;
  const policy = trustedTypes.createPolicy("htmx", { createHTML: (html) => html });
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (html, type) {
    return parse.call(this, policy.createHTML(html), type);
  };
  if (Document.parseHTMLUnsafe) {
    const parseWhole = Document.parseHTMLUnsafe;
    Document.parseHTMLUnsafe = (html) => parseWhole.call(Document, policy.createHTML(html));
  }
})();
