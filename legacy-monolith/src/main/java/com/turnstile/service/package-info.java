/** The business: session beans over the DAOs, one transaction a purchase. */
package com.turnstile.service;
