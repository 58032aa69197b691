/** Clients of the payment provider and of the tax service. */
package com.turnstile.vendor;
