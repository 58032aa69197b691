<?php
// Reads {"wsdl", "operation", "arguments"} a line, answers a line: {"answer", "side"} or {"fault": {"detail", "text"}, "side"}.
function plain(mixed $value): mixed
{
    $value = $value instanceof SoapVar ? $value->enc_value : $value;
    return is_object($value) ? array_map('plain', get_object_vars($value)) : $value;
}

function side(SoapClient $client): string
{
    preg_match('/^X-Matapalo-Side:\s*(\S+)/mi', (string) $client->__getLastResponseHeaders(), $found);
    return $found[1] ?? '';
}

$clients = [];
while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
    try {
        $wsdl = $call['wsdl'];
        $clients[$wsdl] ??= new SoapClient($wsdl, [
            'exceptions' => true,
            'trace' => true,
            'cache_wsdl' => WSDL_CACHE_NONE,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        ]);
        $answer = $clients[$wsdl]->__soapCall($call['operation'], [$call['arguments']]);
        $reply = ['answer' => $answer];
    } catch (SoapFault $fault) {
        $reply = ['fault' => ['detail' => plain($fault->detail ?? null), 'text' => $fault->getMessage()]];
    }
    $reply['side'] = side($clients[$wsdl]);
    echo json_encode($reply, JSON_THROW_ON_ERROR), "\n";
    flush();
}
