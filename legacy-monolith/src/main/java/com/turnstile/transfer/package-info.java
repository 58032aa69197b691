/** What travels between front end and back end. */
package com.turnstile.transfer;
