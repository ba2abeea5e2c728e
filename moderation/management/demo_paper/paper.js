// How a paper signs its readers in: it fetches a token of its own server and hands it on.
"use strict";

const comments = document.querySelector("comity-comments");
const reader = document.getElementById("reader");

async function signIn() {
  const answer = await fetch("/token", { method: "POST" });
  const { token, name } = await answer.json();
  comments.token = token;
  reader.textContent = `Signed in as ${name}`;
}

document.getElementById("sign-in").addEventListener("click", signIn);
comments.addEventListener("comity:sign-in", signIn);
