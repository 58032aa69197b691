/**
 * Interior. TLS as the operator wants it, towards clients and towards upstreams: keys, certificates
 * and trust from PEM files. Knows the JDK alone.
 */
@NullMarked
package io.matapalo.proxy.tls;

import org.jspecify.annotations.NullMarked;
