<?php
// Reads {"wsdl", "operation", "arguments"} a line, answers {"answer"} or {"fault": {"detail", "text"}} a line.
function plain(mixed $value): mixed
{
    $value = $value instanceof SoapVar ? $value->enc_value : $value;
    return is_object($value) ? array_map('plain', get_object_vars($value)) : $value;
}

$clients = [];
while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
    try {
        $wsdl = $call['wsdl'];
        $clients[$wsdl] ??= new SoapClient($wsdl, [
            'exceptions' => true,
            'cache_wsdl' => WSDL_CACHE_NONE,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        ]);
        $answer = $clients[$wsdl]->__soapCall($call['operation'], [$call['arguments']]);
        $reply = ['answer' => $answer];
    } catch (SoapFault $fault) {
        $reply = ['fault' => ['detail' => plain($fault->detail ?? null), 'text' => $fault->getMessage()]];
    }
    echo json_encode($reply, JSON_THROW_ON_ERROR), "\n";
    flush();
}
