// Reads {"wsdl", "operation", "arguments"} a line, answers {"answer"} or {"fault": {"detail", "text"}} a line.
const readline = require('readline');
const soap = require('soap');

const clients = new Map();

async function answer(call) {
  if (!clients.has(call.wsdl)) clients.set(call.wsdl, await soap.createClientAsync(call.wsdl));
  try {
    const [result] = await clients.get(call.wsdl)[call.operation + 'Async'](call.arguments);
    return { answer: result };
  } catch (failure) {
    const fault = failure.root?.Envelope?.Body?.Fault;
    if (!fault) throw failure;
    return { fault: { detail: fault.detail ?? null, text: String(fault.faultstring) } };
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
