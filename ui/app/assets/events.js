// Everything the server says to the page comes over one stream of events. Gradio's page opens it with the first event and
// believes that it is open until it reads `close_stream`: an event that joins while that message is on its way, and every
// event after a stream that broke off, would wait for ever. So the stream goes on while events wait for it, and each end
// of it is told.
(() => {
  const send = window.fetch;
  const waiting = new Set();  // ids of events that joined and have not ended
  const early = new Set();  // ids of events that ended before it was read here that they joined
  const line = new TextEncoder();
  let joining = 0;

  // how many events the server still owes the page
  yinju.waits = () => waiting.size + joining;

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
          if (message.msg === 'process_completed' && !waiting.delete(message.event_id)) early.add(message.event_id);
          tell(block);
        }
        if (closed && !waiting.size) break;
        if (closed) answer = await send(request.clone());
      }
    } catch (error) {
      closed = false;
      if (request.signal.aborted) {  // the server forgets what its stream was left for
        waiting.clear();
        return out.error(error);
      }
    }
    const owed = waiting.size && !closed;
    waiting.clear();
    if (owed) {
      tell('data: {"msg": "broken_connection"}');
      yinju.lost();
    }
    tell('data: {"msg": "close_stream"}');
    out.close();
  }

  async function reach(request, options) {
    try {
      const answer = await send(request, options);
      if (answer.status >= 502 && answer.status <= 504) yinju.lost();  // something between here and a server that is away
      return answer;
    } catch (error) {
      if (error.name !== 'AbortError') yinju.lost();
      throw error;
    }
  }

  async function join(request, options) {
    joining += 1;
    try {
      const answer = await reach(request, options);
      const joined = await answer.clone().json().catch(() => ({}));
      if (joined.event_id && !early.delete(joined.event_id)) waiting.add(joined.event_id);
      return answer;
    } finally {
      joining -= 1;
    }
  }

  async function listen(request) {
    // what it was opened for came over the one before
    if (!yinju.waits()) return new Response('data: {"msg": "close_stream"}\n\n');
    const answer = await reach(request.clone());
    if (!answer.ok) return answer;
    const start = (out) => { pass(request, answer, out).catch(() => {}); };  // nobody listens any more
    return new Response(new ReadableStream({ start }), { headers: answer.headers });
  }

  window.fetch = (request, options) => {
    const to = new URL(request.url ?? request, location.href).pathname;
    if (to.endsWith('/queue/join')) return join(request, options);
    if (to.endsWith('/queue/data')) return listen(new Request(request, options));
    return send(request, options);
  };
})();
