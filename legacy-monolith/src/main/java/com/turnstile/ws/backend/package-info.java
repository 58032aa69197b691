/** The inner SOAP interface, which the front ends call. */
package com.turnstile.ws.backend;
