// Choosing a sample or a chip, and tips that appear at once. The page is complete without it.
(() => {
  const all = (selector) => document.querySelectorAll(selector);

  all("button[data-sample]").forEach((button) =>
    button.addEventListener("click", () => {
      all("button[data-sample]").forEach((b) => b.setAttribute("aria-pressed", b === button));
      all("[data-for]").forEach((p) => (p.hidden = p.dataset.for !== button.dataset.sample));
    }));

  const choose = (chip) => {
    all("[data-of-chip]").forEach((p) => (p.hidden = p.dataset.ofChip !== chip.dataset.chip));
    all(".chip.chosen").forEach((c) => c.classList.remove("chosen"));
    chip.classList.add("chosen");
  };
  all(".chip.opens").forEach((chip) => {
    chip.addEventListener("click", () => choose(chip));
    chip.addEventListener("keydown", (e) => e.key === "Enter" && choose(chip));
  });

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  all("svg title").forEach((title) => {
    title.parentNode.tip = title.textContent;
    title.remove();
  });
  document.addEventListener("pointermove", (e) => {
    let node = e.target;
    while (node && node.tip === undefined) node = node.parentNode;
    tip.hidden = !node;
    if (!node) return;
    tip.textContent = node.tip;
    const right = e.clientX + tip.offsetWidth + 24 > innerWidth;
    tip.style.left = (right ? e.clientX - tip.offsetWidth - 14 : e.clientX + 14) + "px";
    tip.style.top = Math.min(e.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  });
})();
