/** Tests of Turnstile's layers. */
package com.turnstile;
