# Reads {"wsdl", "operation", "arguments"} a line, answers a line: {"answer", "side"} or {"fault": {"detail", "text"}, "side"}.
import json
import sys

import zeep
from lxml import etree
from zeep.helpers import serialize_object

clients = {}
latest = {}


def remember_side(response, *args, **kwargs):
    latest["side"] = response.headers.get("X-Matapalo-Side", "")


transport = zeep.Transport()
transport.session.hooks["response"].append(remember_side)


def detail_of(fault):
    if fault.detail is None:
        return None
    return {etree.QName(element).localname: element.text for element in fault.detail.iter(etree.Element)}


for line in sys.stdin:
    call = json.loads(line)
    try:
        wsdl = call["wsdl"]
        if wsdl not in clients:
            clients[wsdl] = zeep.Client(wsdl, transport=transport)
        operation = getattr(clients[wsdl].service, call["operation"])
        reply = {"answer": serialize_object(operation(**call["arguments"]), dict)}
    except zeep.exceptions.Fault as fault:
        reply = {"fault": {"detail": detail_of(fault), "text": str(fault.message)}}
    reply["side"] = latest["side"]
    print(json.dumps(reply, default=str), flush=True)
