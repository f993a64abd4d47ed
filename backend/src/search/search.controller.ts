import { searchQuerySchema, type SearchPage, type SearchRequest } from '@app/chat-protocol';
import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { searchPageSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { highlight, toSnippet } from './highlight.js';
import { toSearchQuery } from './search-query.js';
import { SearchRepository } from './search.repository.js';

/** Finds what was said. */
@Controller('api/v1/search')
@UseGuards(SessionGuard)
export class SearchController {
  constructor(private readonly search: SearchRepository) {}

  @Summary('Finds what was said, best matches first')
  @Answers(searchPageSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async find(
    @UserId() userId: string,
    @Query(new Parsed(searchQuerySchema)) { q, cursor: offset, limit }: SearchRequest,
  ): Promise<SearchPage> {
    const query = toSearchQuery(q);
    const hits = await this.search.find(userId, query, offset, limit + 1);
    return {
      results: hits.slice(0, limit).map(({ content, timestamp, ...hit }) => ({
        ...hit,
        timestamp: timestamp.toISOString(),
        snippet: hit.messageId === null ? [] : toSnippet(content, query.words),
        titleParts: highlight(hit.title, query.words),
      })),
      nextCursor: hits.length > limit ? String(offset + limit) : null,
    };
  }
}
