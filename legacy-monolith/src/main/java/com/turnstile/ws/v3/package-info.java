/** Version 3 of the public SOAP interface: checks requests and sends them to the back end. */
package com.turnstile.ws.v3;
