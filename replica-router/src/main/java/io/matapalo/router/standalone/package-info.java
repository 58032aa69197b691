/** The recorder in a program without a servlet container: reports by file and by a small server. */
@NullMarked
package io.matapalo.router.standalone;

import org.jspecify.annotations.NullMarked;
