# Reads {"wsdl", "operation", "arguments"} a line, answers {"answer"} or {"fault": {"code", "text"}} a line.
import json
import sys

import zeep
from zeep.helpers import serialize_object

clients = {}


def code_of(fault):
    if fault.detail is None:
        return None
    found = [element for element in fault.detail.iter() if element.tag.endswith("}code")]
    return found[0].text if found else None


for line in sys.stdin:
    call = json.loads(line)
    try:
        wsdl = call["wsdl"]
        if wsdl not in clients:
            clients[wsdl] = zeep.Client(wsdl)
        operation = getattr(clients[wsdl].service, call["operation"])
        reply = {"answer": serialize_object(operation(**call["arguments"]), dict)}
    except zeep.exceptions.Fault as fault:
        reply = {"fault": {"code": code_of(fault), "text": str(fault.message)}}
    print(json.dumps(reply, default=str), flush=True)
