/**
 * Interior. Recognises SOAP messages in the first bytes of a body, and writes SOAP faults. Pure.
 */
@NullMarked
package io.matapalo.proxy.soap;

import org.jspecify.annotations.NullMarked;
