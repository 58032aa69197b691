/** Interior. The operation catalogue: what the proxy knows of each SOAP operation. Pure. */
@NullMarked
package io.matapalo.proxy.catalogue;

import org.jspecify.annotations.NullMarked;
