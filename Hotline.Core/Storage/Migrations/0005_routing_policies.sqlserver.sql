-- Every version of the routing policy. Document and comment are sealed: duty telephones are people's numbers. A version follows the one before it; rows
-- are added, never changed. To hold that against every program, take the right from its role: DENY UPDATE, DELETE ON routing_policies.
CREATE TABLE routing_policies (
    version         int              NOT NULL PRIMARY KEY,
    document_sealed varbinary(max)   NOT NULL,
    comment_sealed  varbinary(max)   NOT NULL,
    saved_at        datetime2(3)     NOT NULL,
    saved_by        uniqueidentifier NULL
);
