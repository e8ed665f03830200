// Everything the server says to the page comes over one stream of events, which the server ends with `close_stream` as
// soon as no event is left. Gradio's page opens it anew with the next event, if it has read by then that it was closed: if
// not, or if it broke off, that event and every one after it would wait for ever. So the page's own stream stays open, and
// the server's is opened here whenever an event waits for it.
(() => {
  const send = window.fetch;
  const waiting = new Set();  // ids of events that joined and have not ended
  const early = new Set();  // ids of events that ended before it was read here that they joined
  const line = new TextEncoder();
  let joining = 0;
  let listener = null;  // the page's own stream: {request, tell, reading}

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

  // pass on one stream of the server; whether it ended as it should
  async function pass({ request, tell }) {
    const answer = await send(request.clone());
    if (!answer.ok) return false;
    for await (const block of blocks(answer.body)) {
      const message = JSON.parse(block.slice('data:'.length));
      if (message.msg === 'close_stream') return true;
      if (message.msg === 'process_completed' && !waiting.delete(message.event_id)) early.add(message.event_id);
      tell(block);
    }
    return false;
  }

  async function read(to) {
    if (to.reading) return;
    to.reading = true;
    let whole = true;
    while (whole && waiting.size) whole = await pass(to).catch(() => false);
    to.reading = false;
    if (to !== listener || !waiting.size) return;
    waiting.clear();
    to.tell('data: {"msg": "broken_connection"}');
    yinju.lost();
  }

  async function join(request, options) {
    joining += 1;
    try {
      const answer = await send(request, options);
      if (answer.status >= 502 && answer.status <= 504) yinju.lost();  // something between here and a server that is away
      const joined = await answer.clone().json().catch(() => ({}));
      if (joined.event_id && !early.delete(joined.event_id)) waiting.add(joined.event_id);
      if (listener) read(listener);
      return answer;
    } catch (error) {
      yinju.lost();
      throw error;
    } finally {
      joining -= 1;
    }
  }

  function listen(request) {
    const leave = () => {  // the server forgets what its stream was left for
      listener = null;
      waiting.clear();
    };
    const start = (out) => {
      listener = { request, tell: (block) => out.enqueue(line.encode(`${block}\n\n`)), reading: false };
      request.signal.addEventListener('abort', () => {
        leave();
        out.error(request.signal.reason);
      });
    };
    const stream = new ReadableStream({ start, cancel: leave });
    read(listener);
    return Promise.resolve(new Response(stream, { headers: { 'content-type': 'text/event-stream' } }));
  }

  window.fetch = (request, options) => {
    const to = new URL(request.url ?? request, location.href).pathname;
    if (to.endsWith('/queue/join')) return join(request, options);
    if (to.endsWith('/queue/data')) return listen(new Request(request, options));
    return send(request, options);
  };
})();
