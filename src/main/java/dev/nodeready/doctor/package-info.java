/**
 * Why a node does not join: checks that look at the machine as it is now and at what this boot has
 * said, each with its evidence. Read {@link dev.nodeready.doctor.Doctor} first, then {@link
 * dev.nodeready.doctor.Checks}, which lists them all.
 */
@NullMarked
package dev.nodeready.doctor;

import org.jspecify.annotations.NullMarked;
