<?php
// Reads {"wsdl", "operation", "arguments"} a line, answers {"answer"} or {"fault": {"code", "text"}} a line.
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
        $details = isset($fault->detail) ? get_object_vars($fault->detail) : [];
        $detail = $details ? reset($details) : null;
        $detail = $detail instanceof SoapVar ? $detail->enc_value : $detail;
        $reply = ['fault' => ['code' => $detail->code ?? null, 'text' => $fault->getMessage()]];
    }
    echo json_encode($reply, JSON_THROW_ON_ERROR), "\n";
    flush();
}
