package dev.culvert.system.wire;

/** How much of a body counts when two answers are compared. */
public enum Comparison {
    /** Every byte. */
    EXACT,
    /** Every byte of a JSON body but the values that a second run of the same write changes: uid, versions, times. */
    MASKED,
    /** Every line, in any order. */
    LINES,
    /** None: the body changes from request to request by itself. */
    HEAD_ONLY
}
