/**
 * Interior. Fields of messages that end at the proxy, or begin there: those of a connection, the
 * decision that it shows, and the counts of SQL that it asks for.
 */
@NullMarked
package io.matapalo.proxy.fields;

import org.jspecify.annotations.NullMarked;
