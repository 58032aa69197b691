/** Interior. JSON over HTTP to other companies' services, with deadlines. */
@NullMarked
package io.matapalo.fastpath.vendors;

import org.jspecify.annotations.NullMarked;
