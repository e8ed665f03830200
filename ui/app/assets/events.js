// Everything the server says to the page comes over one stream of events. Gradio's page opens it with the first event and
// believes that it is open until it reads `close_stream`: an event that joins while that message is on its way, and every
// event after a stream that broke off, would wait for ever. So the stream goes on while events wait for it, and each end
// of it is told.
(() => {
  const send = window.fetch;
  const waiting = new Set();  // ids of events that joined and have not ended
  const line = new TextEncoder();

  async function* blocks(body) {
    let text = '';
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const whole = (text + read.value).split('\n\n');
      text = whole.pop();
      yield* whole.filter((block) => block.startsWith('data:'));
    }
  }

  async function pass(request, answer, out) {
    const tell = (block) => out.enqueue(line.encode(`${block}\n\n`));
    let closed = true;
    try {
      while (closed) {
        closed = false;
        for await (const block of blocks(answer.body)) {
          const message = JSON.parse(block.slice('data:'.length));
          if ((closed = message.msg === 'close_stream')) break;
          if (message.msg === 'process_completed') waiting.delete(message.event_id);
          tell(block);
        }
        if (closed && !waiting.size) break;
        if (closed) answer = await send(request.clone());
      }
    } catch (error) {
      if (request.signal.aborted) return out.error(error);
      closed = false;
    }
    if (!closed && waiting.size) {
      tell('data: {"msg": "broken_connection"}');
      yinju.lost();
    }
    waiting.clear();
    tell('data: {"msg": "close_stream"}');
    out.close();
  }

  async function reach(request, options) {
    try {
      return await send(request, options);
    } catch (error) {
      if (error.name !== 'AbortError') yinju.lost();
      throw error;
    }
  }

  window.fetch = async (request, options) => {
    const to = new URL(request.url ?? request, location.href).pathname;
    if (to.endsWith('/queue/join')) {
      const answer = await reach(request, options);
      const joined = await answer.clone().json().catch(() => ({}));
      if (joined.event_id) waiting.add(joined.event_id);
      return answer;
    }
    if (!to.endsWith('/queue/data')) return send(request, options);
    const asked = new Request(request, options);
    const answer = await reach(asked.clone());
    if (!answer.ok) return answer;
    const start = (out) => { pass(asked, answer, out); };
    return new Response(new ReadableStream({ start }), { headers: answer.headers });
  };
})();
