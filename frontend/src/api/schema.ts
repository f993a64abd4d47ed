// Made by `npm run openapi` from docs/openapi.json: do not edit.

export interface paths {
    "/api/v1/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the ways in */
        get: operations["Auth.view"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-up/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an account and signs in
         * @description Sets the session’s cookie. What a guest had is the account’s from then on. The first account is the administrator’s.
         */
        post: operations["Auth.signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with e-mail and password
         * @description Sets the session’s cookie. What a guest had is the account’s from then on.
         */
        post: operations["Auth.signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a single sign-on
         * @description Send the browser to `url`; it comes back to `/`, or to `/?sign-in-error=<code>`.
         */
        post: operations["Auth.startOidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/callback/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ends a single sign-on
         * @description Where the OpenID provider sends the browser back to, with the provider’s own parameters; not for clients to call. Sets the session’s cookie.
         */
        get: operations["Auth.finishOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs out
         * @description With or without a session. Clears the session’s cookie and closes its sockets.
         */
        post: operations["Auth.signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells who the caller is, and what the page needs to know
         * @description Without a session, a guest’s begins where guests are let in: this sets its cookie.
         */
        get: operations["Session.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes the user and everything that is theirs
         * @description Running answers stop. A user who has a password must show it.
         */
        delete: operations["Account.delete"];
        options?: never;
        head?: never;
        /** Changes the user’s name */
        patch: operations["Account.rename"];
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the user’s password
         * @description All sessions end; this browser gets the cookie of a new one.
         */
        post: operations["Account.changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports everything about the user */
        get: operations["Account.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists where the user is signed in */
        get: operations["AccountSessions.list"];
        put?: never;
        post?: never;
        /**
         * Signs the user out everywhere
         * @description Here too, unless `others=true`. Sockets of these sessions are closed with 4401 on every process.
         */
        delete: operations["AccountSessions.endAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Signs the user out in one place */
        delete: operations["AccountSessions.end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists users, newest first
         * @description With what each has used of the quotas. `query` is a part of a name or e-mail.
         */
        get: operations["AdminUsers.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a user’s role, ban or quotas
         * @description A quota is in tokens; null = the one that holds for each user.
         */
        patch: operations["AdminUsers.change"];
        trace?: never;
    };
    "/api/v1/account/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the user’s API keys
         * @description Without the keys themselves, of which only a hash is stored.
         */
        get: operations["ApiKeys.list"];
        put?: never;
        /**
         * Makes an API key
         * @description The key is in this answer only.
         */
        post: operations["ApiKeys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes an API key
         * @description Sockets that it opened are closed with 4401 on every process.
         */
        delete: operations["ApiKeys.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the user’s conversations, newest first */
        get: operations["Conversations.list"];
        put?: never;
        post?: never;
        /** Deletes all of the user’s conversations */
        delete: operations["Conversations.deleteAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells one conversation’s title, times and state */
        get: operations["Conversations.get"];
        put?: never;
        post?: never;
        /**
         * Deletes a conversation
         * @description Answers in the making are stopped first.
         */
        delete: operations["Conversations.delete"];
        options?: never;
        head?: never;
        /** Renames, pins or archives a conversation, or chooses the branch it shows */
        patch: operations["Conversations.patch"];
        trace?: never;
    };
    "/api/v1/conversations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports a conversation */
        get: operations["Export.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists messages of a conversation, page by page
         * @description From the newest back; `around` begins at a message. `activeTurns` are answers in the making: follow them over the WebSocket.
         */
        get: operations["History.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages/{messageId}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Rates an answer */
        put: operations["Feedback.put"];
        post?: never;
        /** Takes the rating of an answer back */
        delete: operations["Feedback.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what the user has set for all conversations */
        get: operations["Settings.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes what the user has set for all conversations */
        patch: operations["Settings.patch"];
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds what was said, best matches first */
        get: operations["Search.find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells that the process runs */
        get: operations["Health.live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether the process takes new work
         * @description It does while the database answers and no shutdown has begun.
         */
        get: operations["Health.ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/survey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether the question how content the user is, is due */
        get: operations["Survey.get"];
        /** Answers the question how content the user is */
        put: operations["Survey.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how answers went in a period, and what runs now */
        get: operations["Statistics.overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how answers went, bucket by bucket */
        get: operations["Statistics.series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts errors by code */
        get: operations["Statistics.errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/slowest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the slowest answers */
        get: operations["Statistics.slowest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells tokens and cost, by user or model */
        get: operations["Statistics.usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/satisfaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how content users are, over time and by model */
        get: operations["Satisfaction.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/statistics/satisfaction/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compares how content users are in two periods, or of two models */
        get: operations["Satisfaction.compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActiveTurnView: {
            turnId: string;
            answerId: string;
            /** @enum {string} */
            status: "queued" | "running";
        };
        AdminUserPage: {
            users: components["schemas"]["AdminUserView"][];
            /** @description Pass as `cursor` for the next page; null = that was the last. */
            nextCursor: string | null;
        };
        AdminUserView: {
            id: string;
            name: string;
            /** @description Null = a guest. */
            email: string | null;
            isGuest: boolean;
            /** @enum {string} */
            role: "user" | "admin";
            hasPassword: boolean;
            bannedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            lastSeenAt: string | null;
            conversationCount: number;
            quotas: {
                day: components["schemas"]["TokenQuotaView"] | null;
                month: components["schemas"]["TokenQuotaView"] | null;
            };
            ownQuotas: {
                day: number | null;
                month: number | null;
            };
        };
        ApiKeyList: {
            apiKeys: components["schemas"]["ApiKeyView"][];
        };
        ApiKeySecret: {
            id: string;
            name: string;
            prefix: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            /** @description Shown this once. */
            key: string;
        };
        ApiKeyView: {
            id: string;
            name: string;
            prefix: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
        };
        AuthView: {
            modes: ("guest" | "password" | "oidc")[];
            oidcName: string | null;
            isSignUpOpen: boolean;
        };
        ChatMessage: {
            id: string;
            /** @enum {string} */
            role: "user" | "assistant" | "system";
            /** @description UI message parts of the AI SDK. */
            parts: ({
                type: string;
            } & {
                [key: string]: unknown;
            })[];
            metadata?: components["schemas"]["MessageMetadata"];
        };
        ComparedFigure: {
            difference: components["schemas"]["Estimate"];
            ratio: components["schemas"]["Estimate"] | null;
            /** @enum {string} */
            verdict: "higher" | "lower" | "undecided";
            /** @enum {string} */
            target: "reached" | "missed" | "undecided";
        };
        ConversationPage: {
            conversations: components["schemas"]["ConversationView"][];
            /** @description Pass as `cursor` for the next page; null = that was the last. */
            nextCursor: string | null;
        };
        ConversationView: {
            id: string;
            /** @description Empty string = no title yet. */
            title: string;
            /** Format: date-time */
            startTime: string;
            /**
             * Format: date-time
             * @description The list is sorted by it, newest first.
             */
            lastUpdateTime: string;
            /** @description Has a turn that is queued or running. */
            isAnswering: boolean;
            isPinned: boolean;
            isArchived: boolean;
            /** @description An answer has ended since the user last viewed the conversation. */
            isUnread: boolean;
            /** @description What the model is told in this conversation; empty string = nothing. */
            instructions: string;
        };
        EndingsView: {
            completed: number;
            stopped: number;
            failed: number;
            interrupted: number;
            lostShare: number | null;
        };
        ErrorView: {
            /** @enum {string} */
            code: "bad-frame" | "message-empty" | "message-too-long" | "unsupported" | "not-found" | "queue-full" | "too-many-requests" | "too-many-running" | "quota-used-up" | "superseded" | "session-ended" | "draining" | "storage-unavailable" | "internal" | "key-missing" | "key-rejected" | "model-not-found" | "rate-limited" | "quota-exhausted" | "context-too-long" | "content-filtered" | "request-rejected" | "service-unavailable" | "service-slow" | "service-silent" | "service-cut" | "answer-too-long" | "answer-incomplete" | "no-session" | "wrong-credentials" | "email-taken" | "email-invalid" | "password-too-short" | "password-too-long" | "sign-up-closed" | "mode-off" | "banned" | "too-many-attempts" | "provider-unavailable" | "account-required" | "browser-session-required" | "admin-required" | "last-admin" | "too-many-keys" | "foreign-origin" | "bad-request";
            message: string;
            retryAfterMs?: number;
        };
        Estimate: {
            value: number;
            /** @description 95 %; null = too few to tell. */
            interval: components["schemas"]["Interval"] | null;
        };
        Feedback: {
            /** @enum {string} */
            rating: "up" | "down";
            reasons: ("accurate" | "helpful" | "well-written" | "other" | "incorrect" | "incomplete" | "not-followed" | "too-long" | "style" | "slow" | "unsafe")[];
            comment: string;
        };
        HealthView: {
            /** @constant */
            status: "ok";
        };
        InTimeView: {
            count: number;
            shareInTime: number | null;
            p50Ms: number | null;
            p99Ms: number | null;
        };
        Interval: {
            lower: number;
            /** @description Null = without bound. */
            upper: number | null;
        };
        MessageMetadata: {
            /** @enum {string} */
            status?: "pending" | "completed" | "stopped" | "failed" | "interrupted";
            /** Format: date-time */
            createdAt?: string;
            /** @description The message it follows; null = the first. */
            parentId?: string | null;
            turnId?: string | null;
            model?: string | null;
            usage?: {
                inputTokens?: number;
                outputTokens?: number;
            };
            error?: components["schemas"]["WireError"];
            reasoningMs?: number;
            /** @description Ids of all siblings, oldest first, its own among them; absent = it has none. */
            branch?: {
                ids: string[];
            };
            feedback?: components["schemas"]["Feedback"];
        };
        MessagePage: {
            /** @description Oldest first. */
            messages: components["schemas"]["ChatMessage"][];
            /** @description For the page above (older); null = the conversation starts here. */
            nextCursor: string | null;
            /** @description For the page below (newer); null = the shown branch ends here. */
            newerCursor: string | null;
            /** @description Unfinished turns, the running one first. */
            activeTurns: components["schemas"]["ActiveTurnView"][];
        };
        ModelView: {
            id: string;
            isDemo: boolean;
        };
        OidcRedirectView: {
            url: string;
        };
        SatisfactionComparison: {
            before: components["schemas"]["SatisfactionFigures"];
            now: components["schemas"]["SatisfactionFigures"];
            upShare: components["schemas"]["ComparedFigure"] | null;
            meanScore: components["schemas"]["ComparedFigure"] | null;
        };
        SatisfactionFigures: {
            up: number;
            down: number;
            upShare: components["schemas"]["Estimate"] | null;
            scores: number;
            meanScore: components["schemas"]["Estimate"] | null;
        };
        SatisfactionView: {
            total: components["schemas"]["SatisfactionFigures"];
            points: {
                /** Format: date-time */
                at: string;
                up: number;
                down: number;
                upShare: components["schemas"]["Estimate"] | null;
                scores: number;
                meanScore: components["schemas"]["Estimate"] | null;
            }[];
            models: {
                model: string | null;
                up: number;
                down: number;
                upShare: components["schemas"]["Estimate"] | null;
                scores: number;
                meanScore: components["schemas"]["Estimate"] | null;
            }[];
            reasons: {
                reason: string;
                count: number;
            }[];
        };
        SearchPage: {
            results: components["schemas"]["SearchResult"][];
            /** @description Pass as `cursor` for the next page; null = that was the last. */
            nextCursor: string | null;
        };
        SearchResult: {
            conversationId: string;
            title: string;
            /** @description Null = the title was found. */
            messageId: string | null;
            senderType: ("user" | "ai") | null;
            /** Format: date-time */
            timestamp: string;
            /** @description The found place of a message, plain text; empty for a title. */
            snippet: components["schemas"]["SearchSegment"][];
            titleParts: components["schemas"]["SearchSegment"][];
        };
        SearchSegment: {
            text: string;
            isHit: boolean;
        };
        SessionItemView: {
            id: string;
            isCurrent: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            expiresAt: string;
            userAgent: string;
            ipAddress: string | null;
        };
        SessionList: {
            sessions: components["schemas"]["SessionItemView"][];
        };
        SessionView: {
            userId: string;
            user: components["schemas"]["UserView"];
            auth: components["schemas"]["AuthView"];
            model: components["schemas"]["ModelView"];
            maxMessageCharacters: number;
        };
        SettingsView: {
            instructions: string;
        };
        SlowTurn: {
            turnId: string;
            /** Format: date-time */
            askedAt: string;
            model: string | null;
            /** @enum {string} */
            ending: "completed" | "stopped" | "failed" | "interrupted";
            error: ("bad-frame" | "message-empty" | "message-too-long" | "unsupported" | "not-found" | "queue-full" | "too-many-requests" | "too-many-running" | "quota-used-up" | "superseded" | "session-ended" | "draining" | "storage-unavailable" | "internal" | "key-missing" | "key-rejected" | "model-not-found" | "rate-limited" | "quota-exhausted" | "context-too-long" | "content-filtered" | "request-rejected" | "service-unavailable" | "service-slow" | "service-silent" | "service-cut" | "answer-too-long" | "answer-incomplete") | null;
            waitMs: number | null;
            firstWordsMs: number | null;
            answerMs: number | null;
            outputTokens: number | null;
        };
        SlowestTurns: {
            turns: components["schemas"]["SlowTurn"][];
        };
        StatisticsErrors: {
            errors: {
                /** @enum {string} */
                code: "bad-frame" | "message-empty" | "message-too-long" | "unsupported" | "not-found" | "queue-full" | "too-many-requests" | "too-many-running" | "quota-used-up" | "superseded" | "session-ended" | "draining" | "storage-unavailable" | "internal" | "key-missing" | "key-rejected" | "model-not-found" | "rate-limited" | "quota-exhausted" | "context-too-long" | "content-filtered" | "request-rejected" | "service-unavailable" | "service-slow" | "service-silent" | "service-cut" | "answer-too-long" | "answer-incomplete";
                count: number;
                /** Format: date-time */
                lastAt: string;
            }[];
        };
        StatisticsOverview: {
            questions: number;
            activeUsers: number;
            firstWords: components["schemas"]["InTimeView"];
            stored: components["schemas"]["InTimeView"];
            meanAnswerMs: number | null;
            endings: components["schemas"]["EndingsView"];
            now: {
                running: number;
                queued: number;
                processes: number;
                socketsHere: number;
            };
        };
        StatisticsPoint: {
            /** Format: date-time */
            at: string;
            questions: number;
            activeUsers: number;
            endings: components["schemas"]["EndingsView"];
            firstWords: components["schemas"]["InTimeView"];
        };
        StatisticsSeries: {
            points: components["schemas"]["StatisticsPoint"][];
        };
        StatisticsUsage: {
            top: components["schemas"]["UsageOf"][];
            rest: {
                count: number;
                turns: number;
                inputTokens: number;
                outputTokens: number;
                /** @description US dollars; null = no turn of them has a price. */
                cost: number | null;
                turnsWithoutCost: number;
            } | null;
            total: components["schemas"]["UsageView"];
        };
        SurveyView: {
            isDue: boolean;
        };
        TokenQuotaView: {
            used: number;
            limit: number;
        };
        UnreadyView: {
            /** @enum {string} */
            status: "draining" | "database unavailable";
        };
        UsageOf: {
            key: string | null;
            name: string | null;
            email: string | null;
            turns: number;
            inputTokens: number;
            outputTokens: number;
            /** @description US dollars; null = no turn of them has a price. */
            cost: number | null;
            turnsWithoutCost: number;
        };
        UsageView: {
            turns: number;
            inputTokens: number;
            outputTokens: number;
            /** @description US dollars; null = no turn of them has a price. */
            cost: number | null;
            turnsWithoutCost: number;
        };
        UserView: {
            id: string;
            name: string;
            /** @description Null = a guest. */
            email: string | null;
            isGuest: boolean;
            /** @enum {string} */
            role: "user" | "admin";
            hasPassword: boolean;
        };
        WireError: {
            /** @enum {string} */
            code: "bad-frame" | "message-empty" | "message-too-long" | "unsupported" | "not-found" | "queue-full" | "too-many-requests" | "too-many-running" | "quota-used-up" | "superseded" | "session-ended" | "draining" | "storage-unavailable" | "internal" | "key-missing" | "key-rejected" | "model-not-found" | "rate-limited" | "quota-exhausted" | "context-too-long" | "content-filtered" | "request-rejected" | "service-unavailable" | "service-slow" | "service-silent" | "service-cut" | "answer-too-long" | "answer-incomplete";
            /** @description The sentence for the user. */
            text: string;
            retryable: boolean;
            retryAfterMs?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "Auth.view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Auth.signUp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request`, `email-invalid`, `password-too-short`, `password-too-long` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin`, `sign-up-closed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `mode-off` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `email-taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Auth.signIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request`, `email-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin`, `wrong-credentials`, `banned` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `mode-off` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Auth.startOidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcRedirectView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `mode-off` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `provider-unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Auth.finishOidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page: `/`, or `/?sign-in-error=<code>` */
            302: {
                headers: {
                    /** @description To the page: `/`, or `/?sign-in-error=<code>` */
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `mode-off` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Auth.signOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Session.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Account.delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    password?: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin`, `wrong-credentials` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `last-admin` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Account.rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Account.changePassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request`, `password-too-short`, `password-too-long` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin`, `wrong-credentials` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-attempts`, `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Account.export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file, as attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "AccountSessions.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "AccountSessions.endAll": {
        parameters: {
            query?: {
                others?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "AccountSessions.end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "AdminUsers.list": {
        parameters: {
            query?: {
                query?: string;
                guests?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserPage"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "AdminUsers.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "user" | "admin";
                    isBanned?: boolean;
                    ownQuotas?: {
                        day?: number | null;
                        month?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserView"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required`, `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `last-admin` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "ApiKeys.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "ApiKeys.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeySecret"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin`, `account-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-keys` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "ApiKeys.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Conversations.list": {
        parameters: {
            query?: {
                filter?: "active" | "pinned" | "archived";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Conversations.deleteAll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Conversations.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Conversations.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Conversations.patch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    isPinned?: boolean;
                    isArchived?: boolean;
                    instructions?: string;
                    /** @constant */
                    isUnread?: false;
                    shownMessageId?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Export.export": {
        parameters: {
            query: {
                format: "markdown" | "json";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file, as attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                    "application/json": string;
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "History.list": {
        parameters: {
            query?: {
                cursor?: string;
                around?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Feedback.put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    rating: "up";
                    /** @default [] */
                    reasons?: ("accurate" | "helpful" | "well-written" | "other")[];
                    comment?: string;
                } | {
                    /** @constant */
                    rating: "down";
                    /** @default [] */
                    reasons?: ("incorrect" | "incomplete" | "not-followed" | "too-long" | "style" | "slow" | "unsafe" | "other")[];
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Feedback.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Settings.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Settings.patch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instructions?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Search.find": {
        parameters: {
            query: {
                q: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Health.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Health.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadyView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Survey.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Survey.put": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    score: (1 | 2 | 3 | 4 | 5) | null;
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `foreign-origin` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `bad-request`: the body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Statistics.overview": {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsOverview"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Statistics.series": {
        parameters: {
            query: {
                from: string;
                to: string;
                bucket?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsSeries"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Statistics.errors": {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsErrors"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Statistics.slowest": {
        parameters: {
            query: {
                from: string;
                to: string;
                by?: "answer" | "first-words";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlowestTurns"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Statistics.usage": {
        parameters: {
            query: {
                from: string;
                to: string;
                by?: "user" | "model";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsUsage"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Satisfaction.get": {
        parameters: {
            query: {
                from: string;
                to: string;
                bucket?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionView"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    "Satisfaction.compare": {
        parameters: {
            query: {
                from: string;
                to: string;
                model?: string;
                beforeFrom?: string;
                beforeTo?: string;
                beforeModel?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionComparison"];
                };
            };
            /** @description `bad-request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `no-session` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `browser-session-required`, `admin-required` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description `too-many-requests` */
            429: {
                headers: {
                    /** @description Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
            /** @description Anything else that went wrong, such as 500 `internal` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
}
