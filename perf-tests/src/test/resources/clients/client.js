// Reads {"wsdl", "operation", "arguments"} a line, answers a line: {"answer", "side"} or {"fault": {"detail", "text"}, "side"}.
const readline = require('readline');
const soap = require('soap');

const clients = new Map();

async function answer(call) {
  if (!clients.has(call.wsdl)) clients.set(call.wsdl, await soap.createClientAsync(call.wsdl));
  const client = clients.get(call.wsdl);
  try {
    const [result] = await client[call.operation + 'Async'](call.arguments);
    return { answer: result, side: client.lastResponseHeaders['x-matapalo-side'] };
  } catch (failure) {
    const fault = failure.root?.Envelope?.Body?.Fault;
    if (!fault) throw failure;
    const headers = failure.response?.headers ?? client.lastResponseHeaders;
    return {
      fault: { detail: fault.detail ?? null, text: String(fault.faultstring) },
      side: headers['x-matapalo-side'],
    };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
})().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
