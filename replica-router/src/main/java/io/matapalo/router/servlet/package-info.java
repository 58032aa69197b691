/**
 * What the filters of both servlet name spaces share: labels, settings, answers. Knows no servlet.
 */
@NullMarked
package io.matapalo.router.servlet;

import org.jspecify.annotations.NullMarked;
