# Reads {"wsdl", "operation", "arguments"} a line, answers {"answer"} or {"fault": {"detail", "text"}} a line.
import json
import sys

import zeep
from lxml import etree
from zeep.helpers import serialize_object

clients = {}


def detail_of(fault):
    if fault.detail is None:
        return None
    return {etree.QName(element).localname: element.text for element in fault.detail.iter(etree.Element)}


for line in sys.stdin:
    call = json.loads(line)
    try:
        wsdl = call["wsdl"]
        if wsdl not in clients:
            clients[wsdl] = zeep.Client(wsdl)
        operation = getattr(clients[wsdl].service, call["operation"])
        reply = {"answer": serialize_object(operation(**call["arguments"]), dict)}
    except zeep.exceptions.Fault as fault:
        reply = {"fault": {"detail": detail_of(fault), "text": str(fault.message)}}
    print(json.dumps(reply, default=str), flush=True)
