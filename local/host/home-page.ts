// The page at `/`: the real host has one of its own too, so that a browser shows at once that the host runs.
import type { Answer } from './answer.ts';
import { textAnswer } from './answer.ts';

export function homePage(): Answer {
  return textAnswer(
    200,
    'text/html',
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Functions host</title></head>
<body><h1>Your function app is up and running</h1></body>
</html>
`,
  );
}
