/** What every version of the SOAP interface shares. */
package com.turnstile.ws;
