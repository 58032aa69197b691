/** API. JSON over HTTP to the services of other companies, with deadlines. */
@NullMarked
package io.matapalo.fastpath.vendors;

import org.jspecify.annotations.NullMarked;
