/** Version 1 of the public SOAP interface: kept for clients that never moved on. */
package com.turnstile.ws.v1;
