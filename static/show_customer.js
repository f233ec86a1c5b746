// Turned to a customer: Escape leads back to where it was opened.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("back").click();
});
