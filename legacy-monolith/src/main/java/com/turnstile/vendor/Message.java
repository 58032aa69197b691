package com.turnstile.vendor;

/** A message to a customer. Immutable. */
public record Message(String to, String template, String reference, String text) {}
