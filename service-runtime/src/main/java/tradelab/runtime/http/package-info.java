/** HTTP APIs described by OpenAPI, with one vocabulary of failures. */
@NullMarked
package tradelab.runtime.http;

import org.jspecify.annotations.NullMarked;
