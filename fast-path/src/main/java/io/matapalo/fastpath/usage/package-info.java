/** API. How often parts of the system are used: counted in a file, added up in the database. */
@NullMarked
package io.matapalo.fastpath.usage;

import org.jspecify.annotations.NullMarked;
