package com.turnstile.vendor;

import jakarta.json.JsonObject;

/** An answer below 500. Immutable. */
record VendorAnswer(int status, JsonObject body) {}
