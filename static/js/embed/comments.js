const NEAR = "600px";
const REFUSED_AGAIN = 60_000; // milliseconds
const GUEST = `comity-guest ${site.href}`;

class ComityComments extends HTMLElement {
  static observedAttributes = ["token", "article-id", "url", "lang"];

  #content = document.createElement("div");
  #outcome = made("div", "outcome");
  #drafts = new Drafts();
  #state = "new"; // waiting, loading, ready, failed
  #where = {}; // what is shown or asked for: page, order, thread or comment
  #isNew = true;
  #turn = 0;
  #token = null;
  #refusedAt = -REFUSED_AGAIN;
  #watch = new IntersectionObserver(
    (seen) => seen.some((entry) => entry.isIntersecting) && this.#start(),
    { rootMargin: NEAR },
  );

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#outcome.setAttribute("role", "status");
    this.#content.append(document.createElement("slot")); // the link for pages without scripts
    root.append(this.#outcome, this.#content);
    // The title of the article is no tooltip of its comments.
    for (const part of root.children) part.setAttribute("title", "");
    root.addEventListener("click", (event) => this.#clicked(event));
    root.addEventListener("submit", (event) => this.#submitted(event));
    root.addEventListener("input", ({ target }) => target.form && this.#drafts.remember(target.form));
  }

  get token() {
    return this.#token;
  }

  // A new token in place of another renews it; signing in or out draws the discussion anew.
  set token(value) {
    const [before, now] = [this.#token, value || null];
    this.#token = now;
    const renews = before && now && performance.now() - this.#refusedAt > REFUSED_AGAIN;
    if (before !== now && !renews) this.#again();
  }

  connectedCallback() {
    if (Object.hasOwn(this, "token")) {
      const given = this.token; // the page set it before this script ran
      delete this.token;
      this.token = given;
    }
    this.#state = "waiting";
    reserveHeight(this);
    addEventListener("hashchange", this.#follow);
    if (this.getAttribute("loading") === "eager" || commentIn(location.hash)) this.#start();
    else this.#watch.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#follow);
    this.#watch.disconnect();
    this.#turn += 1;
    this.#state = "new";
  }

  attributeChangedCallback(name, before, now) {
    if (name === "token") this.token = now;
    else if (before !== now) this.#again({});
  }

  // Draw the discussion anew, as after others have written.
  reload() {
    return this.#load(this.#where);
  }

  // Refuse the token everywhere, as a page does when its reader signs out.
  async signOut() {
    const asked = this.#ask("sign-out/", { form: document.createElement("form") });
    storage.set("localStorage", GUEST, null);
    this.#token = null;
    await asked.catch((failure) => {
      if (!(failure instanceof Refused)) throw failure; // refused already: that will do
    });
    await this.#load(this.#where);
  }

  #again(where = this.#where) {
    if (this.#state !== "new" && this.#state !== "waiting") this.#load(where);
  }

  #start() {
    this.#watch.disconnect();
    this.#load({ comment: commentIn(location.hash) });
  }

  #follow = async () => {
    const comment = commentIn(location.hash);
    if (comment && this.#state === "ready") await this.#reach(comment);
  };

  async #load(where) {
    const turn = (this.#turn += 1);
    this.#state = "loading";
    this.#where = where;
    busy(this.#content, true);
    this.#content.style.minHeight = `${this.#content.offsetHeight}px`;
    try {
      const query = { ...articleOf(this), ...where };
      const [answer, sheet] = await Promise.all([this.#ask("articles/", { query }), styleSheet()]);
      if (turn !== this.#turn) return;
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.#show(answer);
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.#fail(failure);
    }
    busy(this.#content, false);
    this.#content.style.minHeight = "";
    rememberHeight(this);
  }

  #show(answer) {
    const { count, refused } = answer.querySelector("[data-discussion]").dataset;
    this.#state = "ready";
    this.#content.replaceChildren(answer);
    this.#prepare(this.#content);
    if (refused) this.#refused(refused);
    if (this.#isNew) tell(this, "ready");
    if (this.#isNew && this.#where.comment) this.#goTo(this.#where.comment);
    this.#isNew = false;
    tell(this, "count", { count: Number(count) });
    showCounts(this.getAttribute("article-id"), count);
  }

  // What was shown stays: at first, the link that the page has.
  #fail(failure) {
    this.#state = "failed";
    const told = this.#failure(failure, "notLoaded");
    const retry = made("button", "button", say(this, "retry"));
    retry.addEventListener("click", () => this.#load(this.#where));
    told.append(" ", retry);
    this.#content.prepend(told);
    if (!this.#isNew) told.scrollIntoView({ block: "nearest" });
  }

  #failure(failure, otherwise) {
    this.shadowRoot.querySelectorAll(".failure").forEach((former) => former.remove());
    const refusal = failure instanceof Refused && failure.message;
    const told = made("div", "failure", refusal || say(this, otherwise));
    told.setAttribute("role", "alert");
    if (failure.reason) this.#refused(failure.reason);
    return told;
  }

  #prepare(within) {
    for (const form of within.querySelectorAll("form")) {
      number(form);
      this.#drafts.restore(form);
      form.addEventListener("focusin", () => atProof(form, "begin"), { once: true });
    }
    for (const link of within.querySelectorAll("a:not([data-query], [data-panel], [data-close])")) {
      if (link.href.startsWith(`${location.href.split("#")[0]}#`)) continue;
      link.target = "_blank"; // what is typed here stays
      link.rel = "noopener nofollow";
    }
  }

  #clicked(event) {
    this.#outcome.textContent = ""; // it was read
    const target = event.target.closest("a, button");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const action = Object.keys(this.#actions).find((name) => name in target.dataset);
    if (!action) return;
    event.preventDefault();
    this.#actions[action](target);
  }

  // What links and buttons of the fragments do, by their data attributes.
  #actions = {
    query: (link) => this.#turnTo(new URL(link.href)),
    panel: (link) => this.#open(link),
    close: (link) => this.#close(link),
    react: (button) => this.#react(button),
    signIn: () => tell(this, "sign-in", { reason: "asked" }),
    forget: () => this.signOut().catch((failure) => this.#fail(failure)),
  };

  async #turnTo({ searchParams, hash }) {
    const comment = commentIn(hash);
    if (comment && !searchParams.has("thread")) return this.#reach(comment);
    const { page, order, thread } = Object.fromEntries(searchParams);
    await this.#load({ page, order, thread });
    if (this.#state !== "ready") return;
    if (comment) this.#goTo(comment);
    else this.#focus(this.#content.querySelector("h2"));
  }

  async #reach(comment) {
    if (!this.#comment(comment)) await this.#load({ order: this.#where.order, comment });
    this.#goTo(comment);
  }

  #comment(number) {
    return this.shadowRoot.getElementById(`comment-${number}`);
  }

  #goTo(comment) {
    this.#focus(this.#comment(comment));
  }

  #focus(element) {
    element?.scrollIntoView({ block: "center" });
    element?.focus({ preventScroll: true });
  }

  // A form below a comment: to answer, change or report it.
  async #open(link) {
    const comment = link.closest(".comment");
    busy(comment, true);
    try {
      const answer = await this.#ask(`comments/${comment.id.slice(8)}/${link.dataset.panel}/`);
      comment.querySelector(":scope > .panel")?.remove();
      const panel = made("div", "panel");
      panel.append(answer);
      comment.append(panel);
      this.#prepare(panel);
      focusForm(panel);
    } catch (failure) {
      comment.append(this.#failure(failure, "notLoaded"));
    }
    busy(comment, false);
  }

  // The button is answered by itself as it is now.
  async #react(button) {
    const comment = button.closest(".comment");
    const form = document.createElement("form");
    form.append(Object.assign(document.createElement("input"), { name: "reaction", value: button.value }));
    busy(comment, true);
    try {
      const answer = await this.#ask(`comments/${comment.id.slice(8)}/react/`, { form });
      const now = answer.querySelector("button");
      button.replaceWith(now);
      now.focus({ preventScroll: true });
    } catch (failure) {
      comment.append(this.#failure(failure, "notLoaded"));
    }
    busy(comment, false);
  }

  #close(within) {
    const panel = within.closest(".panel");
    const comment = panel?.closest(".comment");
    panel?.remove();
    comment?.focus({ preventScroll: true });
  }

  async #submitted(event) {
    event.preventDefault();
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") return;
    busy(form, true);
    this.#outcome.textContent = "";
    try {
      await atProof(form, "prove");
      const answer = await this.#ask(embedded(form.getAttribute("action")), { form });
      const outcome = answer.querySelector("[data-outcome]");
      if (outcome) await this.#done(form, outcome);
      else this.#askAgain(form, answer);
    } catch (failure) {
      form.append(this.#failure(failure, "notSent")); // below the button, where the reader is
    }
    busy(form, false);
  }

  // The form with what is wrong, or with the question before posting.
  #askAgain(form, answer) {
    const panel = form.closest(".panel");
    const place = panel ?? document.createElement("div");
    if (!panel) form.replaceWith(place);
    place.replaceChildren(answer);
    this.#prepare(place);
    focusForm(place);
  }

  async #done(form, outcome) {
    const { comment, status, guest } = outcome.dataset;
    this.#drafts.forget(form);
    this.#close(form);
    if (guest) storage.set("localStorage", GUEST, guest);
    if (comment) {
      const where = status === "published" ? { order: this.#where.order, comment } : this.#where;
      await this.#load(where);
      this.#goTo(comment);
      tell(this, "posted", { comment: Number(comment), status });
    }
    this.#outcome.textContent = outcome.textContent.trim();
  }

  // The site does not accept the token. The page may renew it, but not over and over.
  #refused(reason) {
    if (!this.#token) return storage.set("localStorage", GUEST, null);
    const since = performance.now() - this.#refusedAt;
    this.#refusedAt = performance.now();
    if (since > REFUSED_AGAIN) tell(this, "sign-in", { reason });
  }

  #ask(path, options = {}) {
    const token = this.#token ?? storage.get("localStorage", GUEST);
    return ask(path, { ...options, token, lang: this.closest("[lang]")?.lang });
  }
}

customElements.define("comity-comments", ComityComments);
