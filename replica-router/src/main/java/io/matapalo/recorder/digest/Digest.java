package io.matapalo.recorder.digest;

/**
 * What statements that differ in their values only have in common. Immutable.
 *
 * @param id sixteen hexadecimal digits, from the canonical text
 * @param hash the same as a number
 * @param sql the canonical text without values, cut when long
 * @param literals keyed hash of the values in the text itself; 0 for none
 */
public record Digest(String id, long hash, Verb verb, String sql, long literals) {}
