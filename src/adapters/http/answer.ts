/** What another server answers, read as far as an answer can go: whoever is asked may send without end. */
export async function readAnswer(response: Response, bytesMax: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let [text, bytes] = ['', 0];
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return text + decoder.decode();
    bytes += part.value.byteLength;
    if (bytes > bytesMax) {
      await reader?.cancel();
      throw new Error(`the answer has more than ${bytesMax} bytes`);
    }
    text += decoder.decode(part.value, { stream: true });
  }
}
