package com.turnstile.transfer;

/** Where events take place. Immutable. */
public record VenueData(String name, String countryCode) {}
