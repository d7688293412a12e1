/**
 * User data taken apart: base64, gzip and MIME multipart. Read {@link
 * dev.nodeready.config.mime.UserDataParts} first.
 */
@NullMarked
package dev.nodeready.config.mime;

import org.jspecify.annotations.NullMarked;
